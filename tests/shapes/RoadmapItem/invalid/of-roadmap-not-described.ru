# expect: psgsh:RoadmapItem-ofRoadmap sh:ClassConstraintComponent
# The item names a roadmap that is not described anywhere.
DELETE WHERE { <id/roadmap-item/example> psg:ofRoadmap ?value } ;
INSERT DATA { <id/roadmap-item/example> psg:ofRoadmap <id/roadmap/nowhere> }
