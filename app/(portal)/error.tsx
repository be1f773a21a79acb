'use client';

export { FailedPage as default } from '#components/failed-page.tsx';
