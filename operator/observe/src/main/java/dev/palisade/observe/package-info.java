/**
 * Objects of the API server to the planner's records, and the planner's leaves to the body of a
 * server-side apply; the operator and {@code kubectl palisade preflight} share it. Pure: it reads
 * and sends nothing.
 */
package dev.palisade.observe;
