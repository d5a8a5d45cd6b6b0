/** Whether something that must always be true is. */
export interface Finding {
  readonly id: string;
  readonly name: string;
  readonly holds: boolean;
  readonly detail: string;
}

export interface Check {
  /** Takes one more case into account. What is wrong with it is put in words only when something is. */
  look(holds: boolean, wrong: () => string): void;
  finding(): Finding;
}

const toldMax = 5;

/** Gathers what is found about one invariant: how much was looked at, and the first few cases that break it. */
export function check(id: string, name: string): Check {
  let looked = 0;
  let broken = 0;
  const told: string[] = [];
  return {
    look: (holds, wrong) => {
      looked += 1;
      if (holds) return;
      broken += 1;
      if (told.length < toldMax) told.push(wrong());
    },
    finding: () => ({
      id,
      name,
      holds: broken === 0,
      detail: broken === 0 ? `${looked} looked at` : `${broken} of ${looked}: ${told.join('; ')}`,
    }),
  };
}
