import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OpenApiController } from './openapi.controller.js';
import { UnknownRoutesController } from './unknown-routes.controller.js';

/**
 * The description of all routes, and the answer to all others. Import it as the last module of the application: routes
 * are tried in the order of the modules, and this one takes whatever is left.
 */
@Module({ imports: [DiscoveryModule], controllers: [OpenApiController, UnknownRoutesController] })
export class HttpModule {}
