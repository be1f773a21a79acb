import type { Metadata } from 'next';
import { PasswordView } from './view.tsx';

export const metadata: Metadata = { title: 'Your password' };

export default function PasswordPage() {
  return <PasswordView />;
}
