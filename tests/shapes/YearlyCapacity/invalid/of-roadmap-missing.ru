# expect: psgsh:YearlyCapacity-ofRoadmap sh:MinCountConstraintComponent
# The yearly capacity has no of roadmap.
DELETE WHERE { <id/yearly-capacity/example> psg:ofRoadmap ?value }
