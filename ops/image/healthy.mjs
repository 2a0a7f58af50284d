/** Whether this container may be sent work: asks /health/ready of the process beside it. */
const { PORT = '3000' } = process.env;

const reply = await fetch(`http://127.0.0.1:${PORT}/health/ready`).catch((cause) => ({ ok: false, cause }));
if (!reply.ok) console.error(reply.cause?.message ?? (await reply.text()));
process.exitCode = reply.ok ? 0 : 1;
