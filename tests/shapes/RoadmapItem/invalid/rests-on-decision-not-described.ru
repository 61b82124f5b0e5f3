# expect: psgsh:RoadmapItem-restsOnDecision sh:ClassConstraintComponent
# The item names a procurement decision that is not described anywhere.
INSERT DATA { <id/roadmap-item/example> psg:restsOnDecision <id/decision/nowhere> }
