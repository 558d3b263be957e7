/** Whether the operator may be taken away: a program that runs before {@code helm uninstall}. */
package dev.palisade.controller.uninstall;
