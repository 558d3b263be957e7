/** What the helper keeps of the API server's objects. */
package dev.palisade.node.model;
