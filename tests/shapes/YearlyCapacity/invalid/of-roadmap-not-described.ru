# expect: psgsh:YearlyCapacity-ofRoadmap sh:ClassConstraintComponent
# The roadmap is not described.
DELETE WHERE { <id/yearly-capacity/example> psg:ofRoadmap ?value } ;
INSERT DATA { <id/yearly-capacity/example> psg:ofRoadmap <id/roadmap/nowhere> }
