import { describe, expect, it } from '@jest/globals';
import { callInSandbox } from '../call/call-in-sandbox.ts';
import { pathsIn } from '../root/libraries.ts';
import { finding, SANDBOX_LIMITS } from './finding.ts';
import { fieldsOf, writableMountsIn } from './outside-view.ts';
import { createProbe } from './sandbox-probe.ts';

const call = { files: {}, module: 'a.js', functionName: 'a', calls: [[]] };
const allHold = SANDBOX_LIMITS.map((limit) => finding(limit, true, 'seen'));

describe('what is run in the sandbox', () => {
  it('is refused while a limit is missing, naming it, what was found and the mend', async () => {
    const missing = finding('no-network', false, 'reached the host: 1');
    const probe = createProbe([...allHold, missing]);
    await expect(callInSandbox({ ...call, probe })).rejects.toMatchObject({
      code: 'SANDBOX_INCOMPLETE',
      details: { missing: ['no-network'] },
      message: expect.stringMatching(/reached the host: 1\): give the service root/),
    });
  });

  it('is refused for a probe that somebody wrote down', async () => {
    const probe = { findings: allHold, missing: [], close: () => Promise.resolve() };
    await expect(callInSandbox({ ...call, probe })).rejects.toMatchObject({ code: 'SANDBOX_INCOMPLETE' });
  });
});

describe('what is read of the host', () => {
  it('is the fields of a status', () => {
    expect(fieldsOf('Name:\tnode\nCapEff:\t0000\nUid:\t1\t2\t3\t4')).toMatchObject({
      CapEff: '0000',
      Uid: '1\t2\t3\t4',
    });
  });

  it('is the mounts that can be written to', () => {
    const mounts = '1 0 0:1 / / ro,nosuid - ext4 /dev/a rw\n2 1 0:2 / /tmp rw,nosuid - tmpfs scratch rw\n';
    expect(writableMountsIn(mounts)).toEqual(['/tmp']);
  });

  it('is the libraries of programs, with the loader', () => {
    const printed =
      '/bin/a:\n\tlinux-vdso.so.1 (0x7f)\n\tlibm.so.6 => /lib/libm.so.6 (0x7f)\n\t/lib64/ld.so.2 (0x7f)\n';
    expect(pathsIn(printed)).toEqual(['/lib/libm.so.6', '/lib64/ld.so.2']);
  });
});
