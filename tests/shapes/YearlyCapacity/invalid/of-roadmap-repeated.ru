# expect: psgsh:YearlyCapacity-ofRoadmap sh:MaxCountConstraintComponent
# The yearly capacity has two values of “of roadmap”.
INSERT DATA { <id/yearly-capacity/example> psg:ofRoadmap <id/roadmap/second> }
