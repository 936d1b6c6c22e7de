import { PNG } from 'pngjs';

export type IconKind = 'color' | 'outline';

/** Pixels on a side. */
const sizes: Readonly<Record<IconKind, number>> = { color: 192, outline: 32 };

/** What is wrong with an icon, each as `what · why · fix`; nothing when Teams will take and show it. */
export function findIconFaults(kind: IconKind, name: string, bytes: Uint8Array): string[] {
  const image = readPng(bytes);
  const size = sizes[kind];
  const draw = `draw it as a PNG of ${size} by ${size} pixels`;
  if (image === undefined) return [`${name} is no PNG · Teams shows nothing else · ${draw}`];
  const { width, height, data } = image;
  if (width !== size || height !== size)
    return [`${name} has ${width} by ${height} pixels · Teams refuses the package · ${draw}`];
  return kind === 'outline' ? findOutlineFaults(name, data) : findColourFaults(name, data);
}

function readPng(bytes: Uint8Array): { width: number; height: number; data: Buffer } | undefined {
  try {
    return PNG.sync.read(Buffer.from(bytes));
  } catch {
    return undefined;
  }
}

/** White on nothing: Teams lays it on its own colours, light and dark. */
function findOutlineFaults(name: string, data: Buffer): string[] {
  const pixels = pixelsOf(data);
  const drawn = pixels.filter(({ alpha }) => alpha > 0);
  const fix = 'draw the mark in white and leave the rest see-through';
  if (drawn.length === pixels.length)
    return [`${name} is see-through nowhere · Teams would show a filled square · ${fix}`];
  if (!drawn.some(({ alpha }) => alpha === 255)) return [`${name} shows nothing · there is no mark · ${fix}`];
  if (drawn.every(({ red, green, blue }) => Math.min(red, green, blue) >= almostWhite)) return [];
  return [`${name} has colours · Teams allows white alone in the outline · ${fix}`];
}

/** What is nearly see-through loses a little of its white when it is stored. */
const almostWhite = 250;

function findColourFaults(name: string, data: Buffer): string[] {
  if (pixelsOf(data).every(({ alpha }) => alpha === 255)) return [];
  return [
    `${name} is see-through in places · on some of Teams' colours the mark could not be seen · fill the whole square`,
  ];
}

type Pixel = Record<'red' | 'green' | 'blue' | 'alpha', number>;

function pixelsOf(data: Buffer): Pixel[] {
  return Array.from({ length: data.length / 4 }, (_, at) => {
    const [red = 0, green = 0, blue = 0, alpha = 0] = data.subarray(at * 4, at * 4 + 4);
    return { red, green, blue, alpha };
  });
}
