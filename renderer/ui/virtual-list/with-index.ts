/** The indexes of a range, and one that must be there wherever the range is: the row that has the focus. */
export function withIndex(indexes: number[], index: number): number[] {
  return index < 0 || indexes.includes(index) ? indexes : [...indexes, index].sort((one, other) => one - other)
}
