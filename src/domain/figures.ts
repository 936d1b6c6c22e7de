/** How well a version of the knowledge did on the labelled stories as staff type them, after the whole dialog. */
export type Figures = {
  /** The knowledge version that was measured. */
  measuredOn: string;
  /** All stories measured, real calls and ordinary messages among them. */
  stories: number;
  genuine: number;
  genuineToldStop: number;
  scams: number;
  scamsToldStop: number;
  scamsToldStopOrRingBack: number;
};
