/** A function of a point: gives its value and fills in its slope there. */
export type Objective = (point: Float64Array, slope: Float64Array) => number;

const remembered = 8;
/** The share of the value that a step must still gain. */
const leastGain = 1e-6;
const shortestStep = 1e-6;

type Step = { moved: Float64Array; turned: Float64Array; along: number };

/** Goes down a smooth convex function by limited-memory BFGS (Nocedal and Wright, algorithm 7.5), at most `rounds` steps. */
export function minimise(objective: Objective, start: Float64Array, rounds: number): Float64Array {
  let point = start;
  let slope = new Float64Array(point.length);
  let value = objective(point, slope);
  const steps: Step[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const direction = quasiNewton(slope, steps);
    const downhill = dot(direction, slope);
    const next = { point: new Float64Array(point.length), slope: new Float64Array(point.length), value: 0 };
    let length = steps.length === 0 ? 1 / Math.max(1, Math.sqrt(dot(slope, slope))) : 1;
    for (; length > shortestStep; length /= 2) {
      for (let at = 0; at < point.length; at += 1)
        next.point[at] = (point[at] ?? 0) + length * (direction[at] ?? 0);
      next.value = objective(next.point, next.slope);
      if (next.value <= value + 1e-4 * length * downhill) break;
    }
    if (next.value >= value) return point;
    const gain = value - next.value;
    remember(steps, minus(next.point, point), minus(next.slope, slope));
    ({ point, slope, value } = next);
    if (gain < leastGain * value) return point;
  }
  return point;
}

function remember(steps: Step[], moved: Float64Array, turned: Float64Array): void {
  const along = dot(moved, turned);
  if (along <= 0) return;
  steps.push({ moved, turned, along });
  if (steps.length > remembered) steps.shift();
}

/** The two loops: the slope, bent by the curvature that the last steps have shown. */
function quasiNewton(slope: Float64Array, steps: readonly Step[]): Float64Array {
  const direction = slope.map((part) => -part);
  const shares = steps.map(() => 0);
  for (let at = steps.length - 1; at >= 0; at -= 1) {
    const step = steps[at];
    if (!step) continue;
    const share = dot(step.moved, direction) / step.along;
    shares[at] = share;
    add(direction, step.turned, -share);
  }
  const last = steps.at(-1);
  if (last) scale(direction, last.along / dot(last.turned, last.turned));
  steps.forEach((step, at) =>
    add(direction, step.moved, (shares[at] ?? 0) - dot(step.turned, direction) / step.along),
  );
  return direction;
}

function dot(one: Float64Array, other: Float64Array): number {
  let total = 0;
  for (let at = 0; at < one.length; at += 1) total += (one[at] ?? 0) * (other[at] ?? 0);
  return total;
}

function minus(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((part, at) => part - (other[at] ?? 0));
}

function add(to: Float64Array, part: Float64Array, times: number): void {
  for (let at = 0; at < to.length; at += 1) to[at] = (to[at] ?? 0) + times * (part[at] ?? 0);
}

function scale(whole: Float64Array, times: number): void {
  for (let at = 0; at < whole.length; at += 1) whole[at] = (whole[at] ?? 0) * times;
}
