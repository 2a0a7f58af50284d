import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { noUnit, UnitRegister } from './unit-register.js';

/** Before body and query are read: is there a unit of the `id` in the path? */
@Injectable()
export class UnitExists implements CanActivate {
  constructor(private readonly register: UnitRegister) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { id } = context.switchToHttp().getRequest<Request<{ id: string }>>().params;
    if (await this.register.knows(id)) return true;
    throw noUnit(id);
  }
}
