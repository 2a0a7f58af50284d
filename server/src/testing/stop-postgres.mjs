/** After the medium tests: the throw-away PostgreSQL and its folder go. */
export default async function stopPostgres() {
  await globalThis.throwAwayPostgres?.stop();
}
