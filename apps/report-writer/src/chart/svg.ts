/** What is written between tags or in an attribute, as it stands. What XML cannot hold is left out. */
export const xml = (text: string): string =>
  text
    .toWellFormed()
    .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&apos;');

/** A coordinate with no more digits than can be seen. */
const coordinate = (value: number): string => String(Math.round(value * 10) / 10);

/** Attributes of an element; numbers are coordinates. */
export type Attributes = Readonly<Record<string, string | number>>;

/** An element with what is in it, which is written as it is. */
export const element = (name: string, attributes: Attributes, ...content: readonly string[]): string => {
  const written = Object.entries(attributes)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? coordinate(value) : xml(value)}"`)
    .join('');
  return content.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${content.join('')}</${name}>`;
};

/** A point, in pixels. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A line through points; it is interrupted where there is none. */
export const linePath = (points: readonly (Point | null)[]): string =>
  points
    .map((point, index) => point && `${points[index - 1] ? 'L' : 'M'}${coordinate(point.x)} ${coordinate(point.y)}`)
    .filter((part) => part !== null)
    .join('');
