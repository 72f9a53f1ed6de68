import { PusherProvider, useSubscription } from '../../../src/react/index.ts';
import { clientForPage, mount, type RoomProps } from '../../support/hook-page/harness.tsx';
import { said } from './said.ts';

function Room({ room, skip = false, record }: RoomProps) {
  // Inline on purpose: each render creates a new object.
  const { data, error, status, recovered, restart } = useSubscription(
    said,
    { room },
    { skip, onData: ({ said: message }) => record(message?.text ?? 'no text'), onLost: () => record('lost') },
  );
  return (
    <>
      <output title="status">{status}</output>
      <output title="text">{data?.said?.text}</output>
      <output title="error">{error && `${error.code}: ${error.message}`}</output>
      <output title="recovered">{String(recovered)}</output>
      <button type="button" onClick={restart}>
        Restart
      </button>
    </>
  );
}

const client = clientForPage();
mount((props) => (
  <PusherProvider client={client}>
    <Room {...props} />
  </PusherProvider>
));
