import { chromium } from 'playwright-core';
import { readFileSync, existsSync } from 'node:fs';
const base='http://127.0.0.1:4173';
const log=readFileSync('/tmp/desk-start.log','utf8');
const link=(r)=>log.split('\n').find(l=>l.startsWith(r+': ')).slice(r.length+2);
const b=await chromium.launch({executablePath:'/usr/bin/chromium',args:['--no-sandbox','--enable-unsafe-swiftshader','--use-angle=swiftshader']});
async function ctx(role,view,extra={}){
  const f=`/tmp/desk-shots/${role.replace(' ','-')}.json`;
  const c=await b.newContext({viewport:view,locale:'en',...(existsSync(f)?{storageState:f}:{}),...extra});
  const p=await c.newPage();
  p.on('console',m=>{if(m.type()==='error'||m.type()==='warning')console.log(role,m.type(),m.text().slice(0,300))});
  p.on('pageerror',e=>console.log(role,'PAGEERROR',e.message.slice(0,400)));
  if(!existsSync(f)){await p.goto(link(role));await p.waitForURL(/wall|desk/);await c.storageState({path:f});}
  return p;
}
const what=process.argv[2];
const report=async(p,d)=>{const at=(await (await p.context().request.get(base+'/api/exercise')).json()).at;const r=await p.context().request.post(base+'/api/incidents',{data:{observedAt:at,source:'radio Gao',kind:'clash',severity:'high',...d},headers:{origin:base}});console.log(r.status(),(await r.text()).slice(0,200));};
if(what==='seed'){
  const p=await ctx('duty officer',{width:1440,height:900});
  await p.goto(base+'/desk');await p.waitForTimeout(1500);
  await p.context().request.post(base+'/api/exercise/speed',{data:{speed:1},headers:{origin:base}});
  await report(p,{kind:'convoy_attack',severity:'critical',place:'ber',text:'Contact again, front and right. Column halted. Several hit.',convoyIds:['BER-01'],source:'radio BER-01',methane:{exactLocation:'8.5 km from Ber on the Timbuktu road',type:'Attack on a halted column; means not reported',access:'Air 44.5 km, sand track 48.5 km from Timbuktu',casualties:'3 wounded, provisional: 1 Alpha, 2 Bravo'}});
  await report(p,{kind:'convoy_attack',severity:'critical',place:'ber',text:'Ber column attacked a second time about one o’clock.',convoyIds:['BER-01'],source:'Timbuktu office'});
  await report(p,{kind:'demonstration',severity:'medium',place:'gao',text:'Two hundred people at the main gate, against the departure of the medical post.',siteIds:['gao']});
  await report(p,{kind:'clash',severity:'high',place:'menaka',text:'Fighting heard south of the airfield since dawn'});
  await report(p,{kind:'disinformation',severity:'medium',place:'timbuktu',text:'A call to stop trucks to Timbuktu is seen again'});
  await report(p,{kind:'crime',severity:'medium',place:'sevare',text:'Fuel taken from a contractor’s truck at the ring road'});
  await p.waitForTimeout(500);
}
if(what==='desk'){
  const p=await ctx('duty officer',{width:1440,height:900});
  await p.goto(base+'/desk');await p.waitForTimeout(6000);
  await p.keyboard.press('j');await p.keyboard.press('k');await p.waitForTimeout(3500);
  await p.screenshot({path:'/tmp/desk-shots/desk.png'});
  await p.keyboard.press('d');await p.waitForTimeout(3000);
  await p.screenshot({path:'/tmp/desk-shots/desk-light.png'});
  await p.keyboard.press('d');
  await p.keyboard.press('s');await p.waitForTimeout(500);await p.screenshot({path:'/tmp/desk-shots/refuse.png'});
  await p.keyboard.press('g');await p.waitForTimeout(800);await p.screenshot({path:'/tmp/desk-shots/assign.png'});await p.keyboard.press('Escape');
  await p.keyboard.press('?');await p.waitForTimeout(500);await p.screenshot({path:'/tmp/desk-shots/keys.png'});await p.keyboard.press('Escape');
}
if(what==='big'){
  const p=await ctx('duty officer',{width:3840,height:2160});
  await p.goto(base+'/desk');await p.waitForTimeout(9000);
  await p.screenshot({path:'/tmp/desk-shots/desk-4k.png'});
}
if(what==='phone'){
  const p=await ctx('duty officer',{width:390,height:844},{hasTouch:true,isMobile:true});
  await p.goto(base+'/desk');await p.waitForTimeout(5000);
  await p.screenshot({path:'/tmp/desk-shots/phone.png'});
  await p.locator('[data-testid=queue] [role=option]').first().tap();await p.waitForTimeout(3500);
  await p.screenshot({path:'/tmp/desk-shots/phone-alert.png'});
}
if(what==='wall'){
  const p=await ctx('watch officer',{width:3840,height:2160});
  await p.goto(base+'/wall');await p.waitForTimeout(12000);
  await p.screenshot({path:'/tmp/desk-shots/wall.png'});
  await p.setViewportSize({width:1440,height:900});await p.waitForTimeout(4000);
  await p.screenshot({path:'/tmp/desk-shots/wall-1440.png'});
}
if(what==='lang'){
  for(const l of ['fr','zh-CN']){const p=await ctx('duty officer',{width:1440,height:900},{locale:l});
  await p.goto(base+'/desk');await p.waitForTimeout(6000);await p.screenshot({path:`/tmp/desk-shots/desk-${l}.png`});await p.context().close();}
}
await b.close();
