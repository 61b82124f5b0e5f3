# expect: psgsh:RoadmapPhase-ofRoadmap sh:ClassConstraintComponent
# The phase names a roadmap that is not described anywhere.
DELETE WHERE { <id/phase/example> psg:ofRoadmap ?value } ;
INSERT DATA { <id/phase/example> psg:ofRoadmap <id/roadmap/nowhere> }
