import { useEffect, useState } from 'preact/hooks';
import type { Session } from '../session/session.js';
import { AffectPlane } from './affect-plane.js';
import { Announcer, Messages } from './messages.js';
import { NowPanel } from './now-panel.js';
import { PersonalPanel } from './personal-panel.js';
import { SegmentList } from './segment-list.js';
import { EnrollmentPanel, FiguresPanel } from './side-panels.js';
import { Timeline } from './sound/timeline.js';
import { SourceBar } from './source-bar.js';

/** Takes files that are dropped anywhere; returns true while one is over the page. */
function useDroppedFiles(session: Session): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const over = (event: DragEvent): void => {
      event.preventDefault();
      setOver(true);
    };
    const leave = (event: DragEvent): void => {
      if (event.relatedTarget === null) setOver(false);
    };
    const drop = (event: DragEvent): void => {
      event.preventDefault();
      setOver(false);
      const [file] = event.dataTransfer?.files ?? [];
      if (file) session.readFile(file);
    };
    window.addEventListener('dragover', over);
    window.addEventListener('dragleave', leave);
    window.addEventListener('drop', drop);
    return () => {
      window.removeEventListener('dragover', over);
      window.removeEventListener('dragleave', leave);
      window.removeEventListener('drop', drop);
    };
  }, [session]);
  return isOver;
}

/** The page. */
export function App({ session }: { readonly session: Session }) {
  const isOver = useDroppedFiles(session);
  return (
    <div class="app">
      <header>
        <h1>SER Live</h1>
        <p class="privacy">Nothing leaves this machine: the sound is recognized in this page.</p>
      </header>
      <main>
        <SourceBar session={session} />
        <Messages session={session} />
        <Announcer session={session} />
        <div class="grid">
          <NowPanel session={session} />
          <AffectPlane session={session} />
          <Timeline session={session} />
          <SegmentList session={session} />
          <div class="side">
            <EnrollmentPanel session={session} />
            <FiguresPanel session={session} />
          </div>
          <PersonalPanel session={session} />
        </div>
      </main>
      <footer>
        <p>
          An answer is a guess about how a voice sounds, not about what a person feels.
          {session.model.value && ` Model: ${session.model.value}.`}
        </p>
      </footer>
      {isOver && <div class="drop-target">Drop the recording</div>}
    </div>
  );
}
