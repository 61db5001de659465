/** What was seen at each path, the text of a file; null where nothing was. A folder's path ends in a
 * slash. */
export type Seen = ReadonlyMap<string, string | null>
