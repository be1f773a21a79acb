/** The guides of clients: Markdown files of docs/ that the portal shows, and that its search finds. */
export { GUIDE_GROUPS, GUIDES, type Guide, guideBySlug, guidePath, readGuide } from './guides.ts';
export { targetOf } from './links.ts';
export { type Heading, outlineOf, slugger } from './outline.ts';
