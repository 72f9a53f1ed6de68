import { type ComponentType, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type Client, createClient } from '../../../src/client/index.ts';

/** The room that a test wants the page to show. */
export interface Wanted {
  readonly room: string;
  readonly skip?: boolean;
}

export interface RoomProps extends Wanted {
  readonly record: (text: string) => void;
}

declare global {
  interface Window {
    /** Renders the room, or nothing. */
    show: (wanted: Wanted | undefined) => void;
    /** Renders the current room again. */
    renderAgain: () => void;
    client: Client;
  }
}

/** Creates a client for the gateway in the page's URL. */
export function clientForPage(): Client {
  const parameters = new URLSearchParams(location.search);
  window.client = createClient({
    url: parameters.get('gateway') ?? '',
    headers: { authorization: `Bearer ${parameters.get('token')}` },
  });
  return window.client;
}

/** Mounts the component in StrictMode, with a list of all recorded texts. */
export function mount(Room: ComponentType<RoomProps>): void {
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <StrictMode>
      <Harness Room={Room} />
    </StrictMode>,
  );
}

function Harness({ Room }: { readonly Room: ComponentType<RoomProps> }) {
  const [wanted, setWanted] = useState<Wanted>();
  const [texts, setTexts] = useState<readonly string[]>([]);
  const [, setRendering] = useState(0);
  useEffect(() => {
    window.show = setWanted;
    window.renderAgain = () => setRendering((count) => count + 1);
  }, []);
  return (
    <>
      {wanted && <Room {...wanted} record={(text) => setTexts((before) => [...before, text])} />}
      <ol>
        {texts.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the list only grows.
          <li key={index}>{text}</li>
        ))}
      </ol>
    </>
  );
}
