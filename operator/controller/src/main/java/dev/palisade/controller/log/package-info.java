/** One JSON object a line on standard output, with the keys of docs/guide/observe.md. */
package dev.palisade.controller.log;
