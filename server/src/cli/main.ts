import 'reflect-metadata';
import { argv, env } from 'node:process';
import { runCommand } from './program.js';

process.exitCode = await runCommand(argv.slice(2), env);
