/** Pure: what this node should hold against what it holds, as steps with reasons. */
package dev.palisade.node.plan;
