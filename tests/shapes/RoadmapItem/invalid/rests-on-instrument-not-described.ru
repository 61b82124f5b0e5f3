# expect: psgsh:RoadmapItem-restsOnInstrument sh:ClassConstraintComponent
# The item names a regulatory instrument that is not described anywhere.
INSERT DATA { <id/roadmap-item/example> psg:restsOnInstrument <id/regulation/nowhere> }
