import { Module } from '@nestjs/common';
import { AccessModule } from '../access/access.module.js';
import { AlarmQualityController } from './alarm-quality.controller.js';
import { AlarmQualityRepository } from './alarm-quality.repository.js';

/** A board for whoever keeps the rules: what the alerts ask of people, and what comes of it. It reads, and changes nothing. */
@Module({
  imports: [AccessModule],
  controllers: [AlarmQualityController],
  providers: [AlarmQualityRepository],
})
export class AlarmQualityModule {}
