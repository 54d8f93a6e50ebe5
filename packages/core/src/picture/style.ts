/** Dark by default, light where the reader's system is. The card brings its own ground, so both are legible anywhere. */
export const STYLE = `
text{font-family:system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif;font-variant-numeric:tabular-nums;fill:#e8ebf0}
.card{fill:#14171c;stroke:#2a303a}
.strip{fill:#1f242c;stroke:#39414d}
.root .strip{stroke:#8a8f98}
.name{font-weight:500}
.bus .name,.root .name,.title{font-weight:600}
.detail{fill:#a3acb9}
.off{fill:#858e9b}
.dim{opacity:.5}
.cable{fill:none;stroke-width:2;stroke-linecap:round}
.send{stroke-width:1.25}
.key{stroke-width:1.5;stroke-dasharray:4 4}
.muted{opacity:.25}
.dot{fill:#a3acb9;stroke:#a3acb9}
.hollow{fill:none}
.label,.badge{fill:#14171c}
.badge{stroke:#a3acb9}
@media (prefers-color-scheme:light){
text{fill:#1b1f26}
.card{fill:#f6f7f9;stroke:#dde1e7}
.strip{fill:#fff;stroke:#cdd3db}
.root .strip{stroke:#6d7580}
.detail{fill:#59626e}
.off{fill:#707985}
.dot{fill:#59626e;stroke:#59626e}
.hollow{fill:none}
.label,.badge{fill:#f6f7f9}
.badge{stroke:#59626e}
.hue{filter:brightness(.78)}
}
`;
