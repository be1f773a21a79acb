import type { Metadata } from 'next';
import { SearchView } from './view.tsx';

export const metadata: Metadata = { title: 'Search' };

export default function SearchPage() {
  return <SearchView />;
}
