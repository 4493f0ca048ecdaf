// Certificates that nobody has signed, for tests.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Certificate {
  certificate: string;
  key: string;
}

export function makeCertificate(folder: string, name: string): Certificate {
  const made = { certificate: join(folder, `${name}.crt`), key: join(folder, `${name}.key`) };
  const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '2'];
  const subject = ['-subj', `/CN=${name}`, '-addext', 'subjectAltName=IP:127.0.0.1'];
  const done = spawnSync('openssl', [...args, ...subject, '-keyout', made.key, '-out', made.certificate]);
  if (done.status !== 0) throw new Error(`openssl: ${done.stderr?.toString() ?? done.error}`);
  return made;
}
