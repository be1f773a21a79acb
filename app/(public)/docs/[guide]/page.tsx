import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { GuideText } from '#components/docs/markdown.tsx';
import { guideBySlug, guidePath, readGuide } from '#lib/guides/index.ts';

interface Props {
  params: Promise<{ guide: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const guide = guideBySlug((await params).guide);
  return guide ? { title: guide.title, description: guide.summary, alternates: { canonical: guidePath(guide) } } : {};
}

/** A guide, from its Markdown file. */
export default async function GuidePage({ params }: Props) {
  const guide = guideBySlug((await params).guide);
  if (!guide) notFound();
  return <GuideText guide={guide} markdown={readGuide(guide)} />;
}
