/** Whether an installation works: the program of {@code helm test}. */
package dev.palisade.controller.installation;
