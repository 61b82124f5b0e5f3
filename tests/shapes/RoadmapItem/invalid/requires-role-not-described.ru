# expect: psgsh:RoadmapItem-requiresRole sh:ClassConstraintComponent
# The item names a professional role that is not described anywhere.
INSERT DATA { <id/roadmap-item/example> psg:requiresRole <id/role/nowhere> }
