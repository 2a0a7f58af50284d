import { Module } from '@nestjs/common';
import { RoomTime } from './room-time.js';

/** The time that the room shows, also where there is no picture to show. */
@Module({ providers: [RoomTime], exports: [RoomTime] })
export class RoomTimeModule {}
