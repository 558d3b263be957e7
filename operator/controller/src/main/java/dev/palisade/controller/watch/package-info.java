/** Whether the watches behind the informers still say what happens. */
package dev.palisade.controller.watch;
