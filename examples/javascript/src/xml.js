/** An element with text content; an empty one closes itself. */
export function element(name, content) {
  return content === '' ? `<${name}/>` : `<${name}>${content}</${name}>`;
}
