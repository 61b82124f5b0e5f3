# expect: psgsh:RoadmapItem-ofRoadmap sh:MaxCountConstraintComponent
# The item names two things where one is allowed: “of roadmap”.
INSERT DATA { <id/roadmap-item/example> psg:ofRoadmap <id/roadmap/second> }
