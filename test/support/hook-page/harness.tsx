import { type ComponentType, StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { type Client, createClient } from '../../../src/client/index.ts';

/** What a test asks of the page. */
export interface Wanted {
  readonly room: string;
  readonly skip?: boolean;
}

export interface RoomProps extends Wanted {
  readonly hear: (text: string) => void;
}

declare global {
  interface Window {
    /** Renders the room, or nothing. */
    show: (wanted: Wanted | undefined) => void;
    /** Renders once more what is there. */
    renderAgain: () => void;
    client: Client;
  }
}

/** A client for the gateway that the page's address names. */
export function clientForPage(): Client {
  const parameters = new URLSearchParams(location.search);
  window.client = createClient({
    url: parameters.get('gateway') ?? '',
    headers: { authorization: `Bearer ${parameters.get('token')}` },
  });
  return window.client;
}

/** Mounts the component as the test says, in StrictMode, with a list of all that it has heard. */
export function mount(Room: ComponentType<RoomProps>): void {
  createRoot(document.body.appendChild(document.createElement('main'))).render(
    <StrictMode>
      <Harness Room={Room} />
    </StrictMode>,
  );
}

function Harness({ Room }: { readonly Room: ComponentType<RoomProps> }) {
  const [wanted, setWanted] = useState<Wanted>();
  const [heard, setHeard] = useState<readonly string[]>([]);
  const [, setRendering] = useState(0);
  useEffect(() => {
    window.show = setWanted;
    window.renderAgain = () => setRendering((count) => count + 1);
  }, []);
  return (
    <>
      {wanted && <Room {...wanted} hear={(text) => setHeard((before) => [...before, text])} />}
      <ol>
        {heard.map((text, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: it only grows.
          <li key={index}>{text}</li>
        ))}
      </ol>
    </>
  );
}
