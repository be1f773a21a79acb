/** Whether the id, the title or the description of a query hold every word of a text; one without words finds all. */
export function holdsWords({ id, title, description }: { id: string; title: string; description: string }, text: string): boolean {
  const all = `${id} ${title} ${description}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => all.includes(word));
}
