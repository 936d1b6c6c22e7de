const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');
const padded = (start: Buffer): Buffer => Buffer.concat([start, Buffer.alloc(64)]);
const box = (brand: string): Buffer =>
  padded(Buffer.concat([hex('0000 0018'), Buffer.from(`ftyp${brand}`), hex('0000 0000')]));

/** The smallest bytes that are each kind of file. */
const samples = {
  png: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
    'base64',
  ),
  jpg: padded(hex('ffd8 ffe0 0010 4a46 4946 0001')),
  gif: padded(Buffer.from('GIF89a')),
  webp: padded(Buffer.concat([Buffer.from('RIFF'), hex('2400 0000'), Buffer.from('WEBPVP8 ')])),
  pdf: padded(Buffer.from('%PDF-1.7\n%')),
  mp3: padded(hex('fffb 9064')),
  m4a: box('M4A '),
  mp4: box('isom'),
  wav: padded(Buffer.concat([Buffer.from('RIFF'), hex('2400 0000'), Buffer.from('WAVEfmt ')])),
  ogg: padded(Buffer.concat([Buffer.from('OggS'), Buffer.alloc(24), hex('0176 6f72 6269 73')])),
  zip: padded(hex('504b 0304 1400')),
  exe: padded(Buffer.from('MZ')),
  text: Buffer.from('He rang at ten.\r\nHe said “hurry”.\n'),
  html: Buffer.from('<!doctype html><script>alert(1)</script>'),
  svg: Buffer.from(
    '<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
  ),
  binary: Buffer.from([65, 0, 1, 2, 66]),
  latin1: Buffer.from([99, 97, 102, 0xe9]),
};

export function bytesOf(kind: keyof typeof samples): Buffer {
  return samples[kind];
}
