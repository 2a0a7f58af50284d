import type { ExerciseState } from '@rearguard/shared';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** One playing of an exercise, and how far its clock has come. */
@Entity('exercise_run')
export class ExerciseRunEntity {
  @PrimaryColumn('uuid', { name: 'run_id' })
  runId!: string;

  @Column('text')
  name!: string;

  @Column('integer')
  seed!: number;

  /** The room's clock. */
  @Column('timestamptz')
  at!: Date;

  @Column('text')
  state!: ExerciseState;

  /** Asked speed, times real time. */
  @Column('double precision')
  speed!: number;

  @Column('boolean', { name: 'drops_at_critical' })
  dropsAtCritical!: boolean;

  /** Real time; the newest run is the one that is played. */
  @Column('timestamptz', { name: 'begun_at' })
  begunAt!: Date;
}
