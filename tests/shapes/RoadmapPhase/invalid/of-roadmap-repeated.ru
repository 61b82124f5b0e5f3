# expect: psgsh:RoadmapPhase-ofRoadmap sh:MaxCountConstraintComponent
# The phase names two things where one is allowed: “of roadmap”.
INSERT DATA { <id/phase/example> psg:ofRoadmap <id/roadmap/second> }
