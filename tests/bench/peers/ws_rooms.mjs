// A server that keeps nothing: what a client says in a room goes to all who have joined it.
// usage: node ws_rooms.mjs PORT     "+room" joins and is answered "+room"; "room text" is sent to everybody as it is.
import { WebSocketServer } from 'ws';

const rooms = new Map();

function join(socket, name) {
  if (!rooms.has(name)) rooms.set(name, new Set());
  rooms.get(name).add(socket);
  socket.rooms.push(name);
  socket.send('+' + name);
}

const server = new WebSocketServer({ host: '127.0.0.1', port: Number(process.argv[2]), perMessageDeflate: false, backlog: 4096 });
server.on('connection', (socket) => {
  socket.rooms = [];
  socket.on('message', (data) => {
    if (data[0] === 0x2b) return join(socket, data.toString('utf8', 1));
    const room = rooms.get(data.toString('utf8', 0, data.indexOf(0x20)));
    for (const member of room ?? []) member.send(data, { binary: false });
  });
  socket.on('close', () => socket.rooms.forEach((name) => rooms.get(name)?.delete(socket)));
});
