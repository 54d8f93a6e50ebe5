/**
 * Which words name which role. Keywords are compared without spaces against runs of whole words, so that `hi hat` finds
 * "HiHat", "hi-hat" and "hihat". Among the keywords found the longest wins, in this order of strength:
 *
 * - `firm` words name an instrument whatever stands beside them;
 * - `loose` words do so only where no firm word stands ("Room" alone is a drum room, "Vox Room" is a voice);
 * - `refining` words only tell the sub-role of a role already found ("lead" makes a voice a lead voice).
 *
 * Any word of a sub-role refines its role. A role's rank, its place in this table, orders tracks without numbers.
 */
interface RoleRow {
  readonly role: Role;
  readonly firm?: string;
  readonly loose?: string;
  readonly refining?: string;
}

/** A family of instruments, with `/` before the particular one: `drums/kick`, `guitar/acoustic`. */
export type Role = string;

/** The role of everything that is not mixed in: rough mixes, prints, click tracks. */
export const REFERENCE: Role = "reference";

const ROWS: readonly RoleRow[] = [
  {
    role: "drums/kick",
    firm: "kick|kicks|kik|bd|bass drum|kick drum|sub kick",
    loose: "beater",
  },
  {
    role: "drums/snare",
    firm: "snare|snares|snr|sd|sn|rim|rim shot|side stick|cross stick|stick",
  },
  { role: "drums/hats", firm: "hat|hats|hi hat|hi hats|hh" },
  {
    role: "drums/toms",
    firm: "tom|toms|floor tom|rack tom|drum tom",
    loose: "floor|rack",
  },
  {
    role: "drums/cymbals",
    firm: "ride|crash|crashes|china|splash|cymbal|cymbals|cym|cyms",
  },
  { role: "drums/overheads", firm: "oh|ohs|overhead|overheads" },
  {
    role: "drums/room",
    firm: "drum room|drums room|kit room",
    loose: "room|rooms|amb|ambience|ambient",
  },
  {
    role: "drums/electronic",
    firm: "drum machine|drum loop|e drum|e drums|808 kick|kick 808|808 snare|808 hat|808 hats|909|707|606|linn drum|beat|beats|break beat|top loop|trap kit",
    loose: "break|breaks",
    refining: "electronic|electric|programmed|midi|sampled|machine|loop",
  },
  { role: "drums", firm: "drum|drums|drm|drms|drum kit|acoustic drums|kit" },
  {
    role: "percussion",
    firm: "perc|percs|percussion|shaker|shakers|shkr|tamb|tambo|tambourine|conga|congas|bongo|bongos|clap|claps|hand clap|hand claps|snap|snaps|finger snaps|cowbell|triangle|cabasa|maraca|maracas|guiro|clave|claves|wood block|djembe|cajon|timbale|timbales|agogo|tabla|taiko|timpani|gong|sleigh bells|jingle bells|wind chimes|stomp|stomps",
    loose: "loop|loops|block",
  },
  {
    role: "bass",
    firm: "bass|basses|bs|di bass|bass di|bass amp|bass gtr|bass guitar|acoustic bass|upright bass|double bass|fretless",
    loose: "upright",
  },
  {
    role: "bass/synth",
    firm: "synth bass|bass synth|sub bass|bass sub|sub|subs|808|808s|808 bass|bass 808|sub 808|moog bass|reese|wobble",
    refining: "moog",
  },
  {
    role: "guitar/acoustic",
    firm: "ac gtr|acoustic gtr|acoustic guitar|a gtr|nylon|12 string|steel string|mandolin|mando|ukulele|uke|banjo|bouzouki|dobro",
    loose: "acoustic|acoustics|acous|aco",
    refining: "ac|classical",
  },
  {
    role: "guitar/electric",
    firm: "e gtr|el gtr|elec gtr|electric gtr|electric guitar|e guitar|strat|stratocaster|tele|telecaster|les paul|ac30|pedal steel|lap steel",
    loose: "electric|electrics|elec|rhythm|crunch|chug|chugs|power chords|slide",
    refining: "lead|ld|solo|clean|dist|distorted|heavy|amp|di|riff",
  },
  { role: "guitar", firm: "gtr|gtrs|guitar|guitars|guit|git" },
  {
    role: "keys/electric-piano",
    firm: "rhodes|wurli|wurly|wurlitzer|electric piano|elec piano|e piano|ep",
  },
  {
    role: "keys/piano",
    firm: "piano|pianos|pno|grand piano|upright piano|acoustic piano",
    loose: "grand",
  },
  { role: "keys/organ", firm: "organ|organs|hammond|b3|farfisa" },
  {
    role: "keys/mallets",
    firm: "bell|bells|tubular bells|glock|glockenspiel|vibes|vibraphone|marimba|xylophone|celesta|celeste|kalimba|music box|mallet|mallets|toy piano",
  },
  {
    role: "keys",
    firm: "keys|key|keyboard|keyboards|clav|clavinet|harpsichord|accordion|mellotron|melodica",
  },
  {
    role: "synth/lead",
    firm: "lead synth|synth lead",
    loose: "lead|leads",
  },
  {
    role: "synth/pad",
    firm: "pad|pads|synth pad|atmo|atmos|atmosphere|drone|drones|texture|textures|soundscape",
  },
  {
    role: "synth",
    firm: "synth|synths|syn|moog|minimoog|juno|jupiter|prophet|dx7|supersaw|sequencer",
    loose: "arp|arps|arpeggio|pluck|plucks|stab|stabs|seq|sequence|chords|poly",
  },
  {
    role: "strings",
    firm: "string|strings|str|violin|violins|vln|vlns|viola|violas|vla|vlas|cello|cellos|celli|contrabass|fiddle|orchestra|orchestral|orch|harp|string quartet|pizzicato|pizz",
  },
  {
    role: "winds",
    firm: "brass|horn|horns|french horn|trumpet|trumpets|tpt|trombone|trombones|tbn|tuba|flugelhorn|sax|saxes|saxophone|flute|flutes|clarinet|oboe|bassoon|woodwind|woodwinds|winds|harmonica|whistle|bagpipes",
  },
  {
    role: "vocals/lead",
    firm: "lead vox|lead vocal|lead vocals|vox lead|vocal lead|ld vox|lead voc|lv|l vox|main vox",
    loose: "ld",
    refining: "lead|leads|main",
  },
  {
    role: "vocals",
    firm: "vox|vocal|vocals|voc|vocs|vx|voice|voices|singer|rap|a cappella|acapella|spoken",
  },
  {
    role: "vocals/backing",
    firm: "bgv|bgvs|bv|bvs|bg vox|bass vox|backing vox|backing vocal|backing vocals|backings|choir|choirs|adlib|adlibs|gang|ooh|oohs|aah|aahs|ahs",
    loose: "dbl|dbls|double|doubles|harm|harms|harmony|harmonies|stack|stacks|backing",
    refining: "bg|back|background|low|high",
  },
  {
    role: "effects",
    firm: "fx|sfx|efx|riser|risers|uplifter|downlifter|impact|impacts|sweep|sweeps|whoosh|swoosh|foley|ear candy|white noise",
    loose:
      "effect|effects|reverb|verb|delay|echo|plate|spring|hall|noise|hit|hits|boom|reverse|transition|vinyl|swell|swells",
  },
  {
    role: "reference/click",
    firm: "click track|metronome|count in|smpte|timecode",
    loose: "click",
  },
  {
    role: REFERENCE,
    firm: "rough mix|rough mixes|mix rough|mixdown|ref mix|reference|references|reference mix|full mix|stereo mix|master print|print master|mix print|print mix|mix master|premaster|final mix|final master",
    loose: "mix|mixes|2mix|2bus|rough|roughs|print|prints|master|masters|mastered|ref|bounce|demo|instrumental",
  },
];

export type Strength = "firm" | "loose" | "refining";

export interface Keyword {
  readonly word: string;
  readonly role: Role;
  readonly strength: Strength;
}

/** Keywords by their letters without spaces. A word may be firm for one role and refine others. */
export const KEYWORDS: ReadonlyMap<string, readonly Keyword[]> = gatherKeywords();

function gatherKeywords(): Map<string, Keyword[]> {
  const gathered = new Map<string, Keyword[]>();
  for (const { role, ...words } of ROWS) {
    for (const strength of ["firm", "loose", "refining"] as const) {
      for (const word of words[strength]?.split("|") ?? []) {
        const letters = word.replaceAll(" ", "");
        gathered.set(letters, [...(gathered.get(letters) ?? []), { word, role, strength }]);
      }
    }
  }
  return gathered;
}

const RANKS: ReadonlyMap<Role, number> = new Map(ROWS.map(({ role }, rank) => [role, rank]));

/** A role's place in the order of a console, drums first; unknown roles last. */
export const rankOf = (role: Role | undefined): number =>
  (role === undefined ? undefined : RANKS.get(role)) ?? ROWS.length;

/** All roles, in the order of a console. */
export const ROLES: readonly Role[] = [...RANKS.keys()];

export const isWithin = (role: Role, family: Role): boolean => role === family || role.startsWith(`${family}/`);
