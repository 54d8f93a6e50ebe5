/** Room for one strip and the cables to the next, on the editor's grid of 4. */
export const COLUMN_WIDTH = 320;
export const ROW_HEIGHT = 120;
