import { Controller, Get } from '@nestjs/common';
import { METHOD_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import { type ControllerClass, Describe, ForAnyCaller, openApiOf } from './openapi.js';

/** Describes every route of the running program, so that the description cannot lag behind it. */
@Controller('api/openapi.json')
@ForAnyCaller()
export class OpenApiController {
  #document: Record<string, unknown> | null = null;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  @Get()
  @Describe({ summary: 'This description' })
  document(): Record<string, unknown> {
    return (this.#document ??= openApiOf(this.#controllers()));
  }

  #controllers(): ControllerClass[] {
    return this.discovery.getControllers().flatMap(({ metatype }) => {
      if (typeof metatype !== 'function') return [];
      const prototype = metatype.prototype as Record<string, ControllerClass['handlers'][number]>;
      const handlers = this.scanner
        .getAllMethodNames(prototype)
        .map((name) => prototype[name]!)
        .filter((method) => Reflect.hasMetadata(METHOD_METADATA, method));
      return [{ type: metatype, handlers }];
    });
  }
}
