import { refusals } from '../shared/refusal.ts';

export const refuseClock = refusals({
  ClockNotVirtual: ['conflict', 'Time passes by itself here'],
  ClockCannotGoBack: ['declined', 'Time does not go back'],
  ClockBeyondHorizon: ['declined', 'This is too far ahead'],
});
