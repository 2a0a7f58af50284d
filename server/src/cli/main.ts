import 'reflect-metadata';
import { argv, env } from 'node:process';
import { Logger } from '@nestjs/common';
import { runCommand } from './program.js';

// What a command has to say it says itself; parts that it borrows of the server have their log there.
Logger.overrideLogger(false);

process.exitCode = await runCommand(argv.slice(2), env);
