/** Filters the sections and their links by the words of the search box; without scripts everything is shown. */
export const script = `
const box = document.getElementById('search');
const count = document.getElementById('count');
const sections = [...document.querySelectorAll('[data-search]')];
const links = new Map([...document.querySelectorAll('nav a')].map((link) => [decodeURIComponent(link.hash.slice(1)), link.parentElement]));
box.parentElement.hidden = false;
box.addEventListener('input', () => {
  const words = box.value.toLowerCase().split(/\\s+/).filter((word) => word !== '');
  let shown = 0;
  for (const section of sections) {
    const text = section.dataset.search.toLowerCase();
    const fits = words.every((word) => text.includes(word));
    section.hidden = !fits;
    const link = links.get(section.id);
    if (link) link.hidden = !fits;
    if (fits) shown += 1;
  }
  count.textContent = words.length === 0 ? '' : shown + ' of ' + sections.length + ' shown';
});
`;
