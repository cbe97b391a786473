/** Another nickname where one is taken: `Ricky` gives `Ricky 2`, and that `Ricky 3`. */
export function nextNick(nick: string): string {
  const numbered = /^(?<name>.*\S) (?<number>\d{1,4})$/su.exec(nick)?.groups
  return numbered === undefined ? `${nick} 2` : `${numbered.name} ${Number(numbered.number) + 1}`
}
