import { useRef } from 'preact/hooks';
import type { Session } from '../session/session.js';
import { canCaptureTab } from '../session/sources.js';

/** The microphones, if there is a choice. */
function DeviceChoice({ session }: { readonly session: Session }) {
  const devices = session.microphones.value;
  if (devices.length < 2) return null;
  return (
    <label class="field">
      <span class="visually-hidden">Microphone</span>
      <select
        disabled={session.isBusy.value}
        value={session.deviceId.value ?? ''}
        onChange={({ currentTarget }) => {
          session.deviceId.value = currentTarget.value || undefined;
        }}
      >
        <option value="">Default microphone</option>
        {devices.map(({ deviceId, label }, i) => (
          <option key={deviceId} value={deviceId}>
            {label || `Microphone ${i + 1}`}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Starts and stops recordings. */
export function SourceBar({ session }: { readonly session: Session }) {
  const files = useRef<HTMLInputElement>(null);
  const status = session.status.value;
  const idle = status === 'ready';
  return (
    <section class="sources" aria-label="Source of the sound">
      {status === 'listening' ? (
        <button type="button" class="primary" onClick={() => void session.stop()}>
          <span class="dot recording" aria-hidden="true" /> Stop
        </button>
      ) : (
        <button type="button" class="primary" disabled={!idle} onClick={() => void session.start('microphone')}>
          <span class="dot" aria-hidden="true" /> Start microphone
        </button>
      )}
      <DeviceChoice session={session} />
      {canCaptureTab() && (
        <button type="button" disabled={!idle} onClick={() => void session.start('tab')}>
          Tab or system sound
        </button>
      )}
      <button type="button" disabled={!idle} onClick={() => files.current?.click()}>
        Open a recording
      </button>
      <input
        ref={files}
        class="visually-hidden"
        type="file"
        accept="audio/*,video/*"
        aria-label="Recording"
        tabIndex={-1}
        onChange={({ currentTarget }) => {
          const [file] = currentTarget.files ?? [];
          if (file) session.readFile(file);
          currentTarget.value = '';
        }}
      />
      <span class="hint wide-only">or drop a file anywhere</span>
    </section>
  );
}
